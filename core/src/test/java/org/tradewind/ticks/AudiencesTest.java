package org.tradewind.ticks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AudiencesTest {
  /// Cores 0 and 3 receive rows 0 to 9 alike; core 1 the same rows, found in another way; core 2
  /// rows 5 to 9 alone.
  private static Audiences audiences() {
    var sections = new Sections.Builder(10);
    sections.cut(5);
    sections.isCut();
    sections.count(0, 10);
    sections.count(0, 10);
    sections.count(5, 10);
    sections.count(0, 10);
    sections.isCounted();
    sections.add(0, 10, 0, (byte) 2);
    sections.add(0, 10, 1, (byte) 1);
    sections.add(5, 10, 2, (byte) 2);
    sections.add(0, 10, 3, (byte) 2);
    return Audiences.of(sections.built(), 4);
  }

  @Test
  void coresThatReceiveTheSameInTheSameWaysAreOneAudience() {
    Audiences audiences = audiences();
    assertThat(audiences.number()).isEqualTo(3);
    assertThat(audiences.of()).containsExactly(0, 1, 2, 0);
    assertThat(audiences.members()).containsExactly(0, 3, 1, 2);
    assertThat(audiences.firstMember()).containsExactly(0, 2, 3, 4);
  }

  @Test
  void eachSectionNamesEachAudienceOnceWithItsWay() {
    Audiences audiences = audiences();
    assertThat(audiences.sections()).isEqualTo(2);
    assertThat(audiences.section(4)).isZero();
    assertThat(audiences.section(5)).isOne();
    assertThat(audiences.start()).containsExactly(0, 2, 5);
    assertThat(audiences.audience()).containsExactly(0, 1, 0, 1, 2);
    assertThat(audiences.shape()).containsExactly(2, 1, 2, 1, 2);
    assertThat(audiences.isSought(0)).isTrue();
  }

  @Test
  void rowsThatAllFindByAnIndexAreNotSought() {
    var sections = new Sections.Builder(3);
    sections.isCut();
    sections.count(0, 3);
    sections.isCounted();
    sections.add(0, 3, 0, (byte) 1);
    assertThat(Audiences.of(sections.built(), 1).isSought(0)).isFalse();
  }

  @Test
  void coresThatReceiveNothingAreAnAudienceToo() {
    var sections = new Sections.Builder(0);
    sections.isCut();
    sections.isCounted();
    Audiences audiences = Audiences.of(sections.built(), 2);
    assertThat(audiences.number()).isOne();
    assertThat(audiences.of()).containsExactly(0, 0);
    assertThat(audiences.sections()).isZero();
  }
}
