/** Interior. The counters as text: JSON, Prometheus, and the answers at {@code /matapalo/…}. */
@NullMarked
package io.matapalo.recorder.reports;

import org.jspecify.annotations.NullMarked;
