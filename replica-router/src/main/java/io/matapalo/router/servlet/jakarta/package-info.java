/** Interior. A former name of the filter; the build makes a second copy for {@code javax}. */
@NullMarked
package io.matapalo.router.servlet.jakarta;

import org.jspecify.annotations.NullMarked;
