/**
 * Interior. Which operation a request of a server is: by its SOAP body, its path, and names that
 * users set.
 */
@NullMarked
package io.matapalo.recorder.requests;

import org.jspecify.annotations.NullMarked;
