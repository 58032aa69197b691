package io.matapalo.fastpath.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.pacing.Deadline;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PasswordChecksTest {

  /** Of every seeded customer, from the changelog. */
  private static final Credential SEEDED =
      new Credential(
          "3472183c2208aaddd103bed203b049d4",
          10_000,
          "b404f90565cd402aad32a531e2552b1d45bdfbc970c08c6367d6b49217d45aad");

  private static final Password RIGHT = new Password("curtain-up-2026");

  private final PasswordChecks checks = new PasswordChecks(1);

  @Test
  void seededPasswordIsRightAndAnyOtherWrong() {
    assertThat(isRight(RIGHT, Optional.of(SEEDED))).isTrue();
    assertThat(isRight(new Password("curtain-up-2027"), Optional.of(SEEDED))).isFalse();
    assertThat(isRight(new Password("Z\u00fcrich \ud83d\ude00"), Optional.of(SEEDED))).isFalse();
  }

  @Test
  void withoutACredentialNoPasswordIsRightAfterTheSameWork() {
    assertThat(isRight(RIGHT, Optional.empty())).isFalse();
    assertThat(Credential.NOBODY.iterations()).isEqualTo(SEEDED.iterations());
    assertThat(Credential.NOBODY.salt()).hasSameSizeAs(SEEDED.salt());
  }

  @Test
  void checkThatFindsNoPermitInTimeFails() {
    PasswordChecks none = new PasswordChecks(0);
    Deadline passed = Deadline.after(Duration.ZERO, () -> 0L);
    assertThatThrownBy(() -> none.isRight(RIGHT, Optional.of(SEEDED), passed))
        .hasMessage("no time was left to check a password");
  }

  @Test
  void neitherPasswordNorCredentialIsInATextForm() {
    LoginRequest request =
        new LoginRequest(Optional.of(7L), Optional.empty(), new Password("secret"));
    assertThat(request.toString()).doesNotContain("secret");
    assertThat(SEEDED.toString()).doesNotContain(SEEDED.passwordHash(), SEEDED.salt());
  }

  private boolean isRight(Password password, Optional<Credential> credential) {
    return checks.isRight(password, credential, Deadline.after(Duration.ofSeconds(8), () -> 0L));
  }
}
