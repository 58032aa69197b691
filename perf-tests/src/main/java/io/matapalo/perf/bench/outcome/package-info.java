/** Interior. How one request ended: answered, SOAP fault, HTTP error or transport error. Pure. */
@NullMarked
package io.matapalo.perf.bench.outcome;

import org.jspecify.annotations.NullMarked;
