/** API. The canonical text of a statement, without values, and its verb. */
@NullMarked
package io.matapalo.recorder.digest;

import org.jspecify.annotations.NullMarked;
