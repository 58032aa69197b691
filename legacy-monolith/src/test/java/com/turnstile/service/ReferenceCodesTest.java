package com.turnstile.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReferenceCodesTest {

  private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  @Test
  void referencesAreSixteenCharactersBehindTheirLetter() {
    assertThat(ReferenceCodes.orderReference()).matches("T-[" + CROCKFORD + "]{16}");
    assertThat(ReferenceCodes.ticketNumber()).matches("K-[" + CROCKFORD + "]{16}");
    assertThat(ReferenceCodes.orderReference()).isNotEqualTo(ReferenceCodes.orderReference());
  }

  @Test
  void codeIsTheEightyBitsInBaseThirtyTwo() {
    byte[] bits = new byte[10];
    new Random(42).nextBytes(bits);

    String code = ReferenceCodes.code(new Random(42));

    BigInteger read = BigInteger.ZERO;
    for (int i = 0; i < code.length(); i++) {
      read = read.shiftLeft(5).or(BigInteger.valueOf(CROCKFORD.indexOf(code.charAt(i))));
    }
    assertThat(read).isEqualTo(new BigInteger(1, bits));
  }
}
