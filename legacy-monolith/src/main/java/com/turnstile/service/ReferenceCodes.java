package com.turnstile.service;

import java.security.SecureRandom;
import java.util.Random;

/**
 * Order references, ticket numbers and reservation ids: 16 characters of Crockford base 32 from 80
 * random bits. Stateless.
 */
public final class ReferenceCodes {

  private static final char[] CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final int BYTES = 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  private ReferenceCodes() {}

  public static String orderReference() {
    return "T-" + code(RANDOM);
  }

  public static String ticketNumber() {
    return "K-" + code(RANDOM);
  }

  public static String instructionReference() {
    return "I-" + code(RANDOM);
  }

  public static String reservationId() {
    return "R-" + code(RANDOM);
  }

  static String code(Random random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    StringBuilder code = new StringBuilder(16);
    int buffer = 0;
    int bits = 0;
    for (byte b : bytes) {
      buffer = ((buffer << 8) | (b & 0xff)) & 0xfff;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        code.append(CROCKFORD[(buffer >> bits) & 31]);
      }
    }
    return code.toString();
  }
}
