/**
 * Interior. One request and its answer: a state for each step, which holds what is known by then,
 * and the one object that ends the request.
 */
@NullMarked
package io.matapalo.proxy.exchange;

import org.jspecify.annotations.NullMarked;
