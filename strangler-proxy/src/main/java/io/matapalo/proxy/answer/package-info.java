/** Interior. The answer of an upstream as bytes: its head, and where its body ends (RFC 9112). */
@NullMarked
package io.matapalo.proxy.answer;

import org.jspecify.annotations.NullMarked;
