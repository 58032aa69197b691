/** Interior. The operation of a request: by SOAP body, by path, and by names that users set. */
@NullMarked
package io.matapalo.recorder.requests;

import org.jspecify.annotations.NullMarked;
