/**
 * Interior. The recorder in a program without a servlet container: system properties start a report
 * file and a small server.
 */
@NullMarked
package io.matapalo.recorder.standalone;

import org.jspecify.annotations.NullMarked;
