/**
 * Labels requests in a servlet container for the recorder: the filter that an initialiser puts in
 * front. The build makes a second copy for the other servlet name space.
 */
@NullMarked
package io.matapalo.router.servlet.jakarta;

import org.jspecify.annotations.NullMarked;
