package org.tradewind.learn;

import java.util.Arrays;

/// What a network hears: the logarithm of a spectrogram in mel bands, and its slope in time. The
/// front end of Rostami et al. 2022, "E-prop on SpiNNaker 2" (log-mel, without a cosine transform),
/// with the conventions of librosa's `feature.melspectrogram` and `feature.delta`:
///
/// ```
/// frames    every `hop` samples, centred, `window` long, zeros around; Hann window (periodic)
/// S         power of each frequency, in `bands` triangles equally wide on Slaney's mel scale, each
///           of area 1
/// value     log(1 + S / max S)
/// slope     of the line through 9 frames, that of the nearest whole 9 at the ends
/// ```
///
/// then each channel divided by its standard deviation over time. The waveform is divided by its
/// greatest magnitude first.
///
/// @param sampleHz samples a second
/// @param window samples of a frame: 480 are 30 ms of 16 kHz
/// @param hop samples between frames
public record LogMel(
    double sampleHz, int window, int hop, int bands, double lowestHz, double highestHz) {
  private static final int SLOPE_FRAMES = 9;

  public LogMel {
    if (window < 2 || hop < 1 || bands < 1) {
      throw new IllegalArgumentException(
          "a window of " + window + ", a hop of " + hop + " or " + bands + " bands is too small");
    }
    if (!(lowestHz >= 0 && highestHz > lowestHz && highestHz <= sampleHz / 2)) {
      throw new IllegalArgumentException(
          "bands from "
              + lowestHz
              + " to "
              + highestHz
              + " Hz are not within 0 and half of "
              + sampleHz
              + " Hz");
    }
  }

  public int channels() {
    return 2 * bands;
  }

  public int frames(int samples) {
    return 1 + samples / hop;
  }

  /// The values of all bands, then their slopes, frame by frame: number `frame * channels() +
  /// channel`.
  public double[] features(double[] wave) {
    int frames = frames(wave.length);
    if (frames < SLOPE_FRAMES) {
      throw new IllegalArgumentException(
          wave.length + " samples make " + frames + " frames; a slope needs " + SLOPE_FRAMES);
    }
    double[] values = values(power(wave), frames);
    double[] features = new double[frames * channels()];
    for (int band = 0; band < bands; band++) {
      for (int frame = 0; frame < frames; frame++) {
        features[frame * channels() + band] = values[frame * bands + band];
        features[frame * channels() + bands + band] = slope(values, band, frame, frames);
      }
    }
    rescale(features, frames);
    return features;
  }

  /// log(1 + S / max S) of every band.
  private double[] values(double[] power, int frames) {
    double greatest = Arrays.stream(power).max().orElseThrow();
    double[] values = new double[frames * bands];
    for (int i = 0; i < values.length; i++) {
      values[i] = greatest > 0 ? StrictMath.log1p(power[i] / greatest) : 0;
    }
    return values;
  }

  /// S: the plain Fourier sum, but only of the frequencies that a band hears.
  double[] power(double[] wave) {
    double loudest = Arrays.stream(wave).map(Math::abs).max().orElse(0);
    double scale = loudest > 0 ? 1 / loudest : 1;
    double[][] filters = filters();
    int frequencies = filters[0].length;
    double[] cos = new double[window];
    double[] sin = new double[window];
    for (int n = 0; n < window; n++) {
      cos[n] = StrictMath.cos(2 * Math.PI * n / window);
      sin[n] = StrictMath.sin(2 * Math.PI * n / window);
    }
    int frames = frames(wave.length);
    double[] power = new double[frames * bands];
    double[] heard = new double[window];
    for (int frame = 0; frame < frames; frame++) {
      int from = frame * hop - window / 2;
      for (int n = 0; n < window; n++) {
        int at = from + n;
        boolean inside = at >= 0 && at < wave.length;
        heard[n] = inside ? scale * wave[at] * (0.5 - 0.5 * cos[n]) : 0;
      }
      for (int k = 0; k < frequencies; k++) {
        double re = 0;
        double im = 0;
        for (int n = 0, phase = 0; n < window; n++) {
          re += heard[n] * cos[phase];
          im -= heard[n] * sin[phase];
          phase += k;
          phase -= phase >= window ? window : 0;
        }
        double ofFrequency = re * re + im * im;
        for (int band = 0; band < bands; band++) {
          power[frame * bands + band] += filters[band][k] * ofFrequency;
        }
      }
    }
    return power;
  }

  /// What each band takes of each frequency k sampleHz / window, up to the highest that any takes.
  double[][] filters() {
    double[] edges = new double[bands + 2];
    double low = mel(lowestHz);
    double high = mel(highestHz);
    for (int i = 0; i < edges.length; i++) {
      edges[i] = hz(low + (high - low) * i / (bands + 1));
    }
    int frequencies = Math.min(window / 2, (int) Math.ceil(highestHz * window / sampleHz)) + 1;
    double[][] filters = new double[bands][frequencies];
    for (int band = 0; band < bands; band++) {
      double left = edges[band];
      double middle = edges[band + 1];
      double right = edges[band + 2];
      for (int k = 0; k < frequencies; k++) {
        double hz = k * sampleHz / window;
        double rising = (hz - left) / (middle - left);
        double falling = (right - hz) / (right - middle);
        filters[band][k] = Math.max(0, Math.min(rising, falling)) * 2 / (right - left);
      }
    }
    return filters;
  }

  /// Slaney's scale: 3 mel for 200 Hz up to 1 kHz, above it 27 mel for a factor of 6.4.
  static double mel(double hz) {
    return hz < 1000 ? 3 * hz / 200 : 15 + 27 * StrictMath.log(hz / 1000) / StrictMath.log(6.4);
  }

  static double hz(double mel) {
    return mel < 15 ? 200 * mel / 3 : 1000 * StrictMath.pow(6.4, (mel - 15) / 27);
  }

  private double slope(double[] values, int band, int frame, int frames) {
    int half = SLOPE_FRAMES / 2;
    int centre = Math.max(half, Math.min(frame, frames - 1 - half));
    double sum = 0;
    double squares = 0;
    for (int k = -half; k <= half; k++) {
      sum += k * values[(centre + k) * bands + band];
      squares += k * k;
    }
    return sum / squares;
  }

  private void rescale(double[] features, int frames) {
    int channels = channels();
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      double squares = 0;
      for (int frame = 0; frame < frames; frame++) {
        sum += features[frame * channels + c];
      }
      double mean = sum / frames;
      for (int frame = 0; frame < frames; frame++) {
        double apart = features[frame * channels + c] - mean;
        squares += apart * apart;
      }
      double deviation = Math.sqrt(squares / frames);
      for (int frame = 0; frame < frames && deviation > 0; frame++) {
        features[frame * channels + c] /= deviation;
      }
    }
  }
}
