/** One request from acceptance to the last byte of its answer. */
@NullMarked
package io.matapalo.proxy.forwarding;

import org.jspecify.annotations.NullMarked;
