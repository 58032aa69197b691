/**
 * Interior. Only a name: descriptors that name the filter here learn where it is. The build makes a
 * second copy for the {@code javax} name space.
 */
@NullMarked
package io.matapalo.router.servlet.jakarta;

import org.jspecify.annotations.NullMarked;
