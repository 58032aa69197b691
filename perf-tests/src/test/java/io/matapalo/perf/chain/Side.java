package io.matapalo.perf.chain;

import java.io.IOException;

/** One of the two servers that answer Turnstile's operations, asked past the proxy. */
enum Side {
  LEGACY,
  FAST;

  Answer ask(Chain chain, GeneratedMessage message) throws IOException, InterruptedException {
    return Answer.of(
        switch (this) {
          case LEGACY -> chain.sendToLegacy(message, "");
          case FAST -> chain.sendToFastPath(message, "");
        });
  }
}
