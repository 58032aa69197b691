/** Interior. The recorder without a servlet container: a report file and a small server. */
@NullMarked
package io.matapalo.recorder.standalone;

import org.jspecify.annotations.NullMarked;
