/**
 * API. Records what JDBC connections run: {@link io.matapalo.recorder.jdbc.RecordingDataSource} for
 * users, the wrappers below it for the driver.
 */
@NullMarked
package io.matapalo.recorder.jdbc;

import org.jspecify.annotations.NullMarked;
