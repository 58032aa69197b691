/**
 * API. One request and its answer: the states it passes through, each with what is known by then,
 * and the one object that ends it.
 */
@NullMarked
package io.matapalo.proxy.exchange;

import org.jspecify.annotations.NullMarked;
