/**
 * Proofs that need several instances at once, each an operating-system process of its own, as
 * instances of an application are. Each prints its seed; {@code ./matapalo prove NAME} keeps what
 * one has shown in {@code docs/results}.
 */
@NullMarked
package io.matapalo.router.proof;

import org.jspecify.annotations.NullMarked;
