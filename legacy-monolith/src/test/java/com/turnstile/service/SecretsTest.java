package com.turnstile.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.turnstile.entity.CustomerCredential;
import org.junit.jupiter.api.Test;

class SecretsTest {

  @Test
  void passwordHashIsThatOfTheStandard() {
    // The test vector of RFC 7914 §11 with P="passwd", S="salt", c=1, cut to 32 bytes.
    assertThat(Secrets.passwordHash("passwd", "73616c74", 1))
        .isEqualTo("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
  }

  @Test
  void onlyTheRightPasswordMatches() {
    CustomerCredential credential = new CustomerCredential();
    credential.setSalt("00ff");
    credential.setIterations(10);
    credential.setPasswordHash(Secrets.passwordHash("right", "00ff", 10));

    assertThat(Secrets.matches("right", credential)).isTrue();
    assertThat(Secrets.matches("Right", credential)).isFalse();
    assertThat(Secrets.matches("", credential)).isFalse();
  }

  @Test
  void saltAndIterationsChangeTheHash() {
    String hash = Secrets.passwordHash("right", "00ff", 10);

    assertThat(Secrets.passwordHash("right", "00fe", 10)).isNotEqualTo(hash);
    assertThat(Secrets.passwordHash("right", "00ff", 11)).isNotEqualTo(hash);
  }

  @Test
  void tokensAreUnlikeEachOtherAndTheirHashes() {
    String token = Secrets.newToken();

    assertThat(token).matches("[0-9a-f]{64}").isNotEqualTo(Secrets.newToken());
    assertThat(Secrets.tokenHash(token)).matches("[0-9a-f]{64}").isNotEqualTo(token);
  }
}
