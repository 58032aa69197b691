/**
 * API. The filter that labels requests in a servlet container, and the initialiser that puts it in
 * front of the application. The build makes a second copy for the {@code javax} name space.
 */
@NullMarked
package io.matapalo.driver.jakarta;

import org.jspecify.annotations.NullMarked;
