/**
 * Interior. Compares what a server ran with what tracers of JDBC tell, over each way by which a
 * statement leaves a driver.
 */
@NullMarked
package io.matapalo.recorder.doors;

import org.jspecify.annotations.NullMarked;
