package org.tradewind.io.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.tradewind.unit.InputException;

class WavTest {
  private static final String RIFF = "52494646 00000000 57415645";
  private static final String FORMAT = "666d7420 10000000 0100 0100 803e0000 007d0000 0200 1000";

  @Test
  void samplesAreReadAndOtherChunksPassedOver() throws IOException {
    Wav wav = wav(RIFF + FORMAT + "4c495354 03000000 616263 00" + "64617461 04000000 0100 ffff");

    assertThat(wav.sampleHz()).isEqualTo(16_000);
    assertThat(wav.samples()).containsExactly((short) 1, (short) -1);
  }

  @Test
  void whatIsNoPlainWavSaysSo() {
    assertSentence("00", "ends before");
    assertSentence("52494646 00000000 41564920", "no WAV file");
    assertSentence(RIFF + FORMAT.replace("0100 0100", "0100 0200"), "one channel");
    assertSentence(RIFF + "64617461 04000000 0100 ffff", "before their format");
    assertSentence(RIFF + FORMAT + "64617461 05000000 0100 ffff", "cut off");
    assertSentence(RIFF + FORMAT + "64617461 ffffffff", "4294967295 bytes");
  }

  private static void assertSentence(String hex, String words) {
    assertThatThrownBy(() -> wav(hex))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(words);
  }

  private static Wav wav(String hex) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return Wav.read("a.wav", new ByteArrayInputStream(bytes));
  }
}
