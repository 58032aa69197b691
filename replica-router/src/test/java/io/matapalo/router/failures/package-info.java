/** Provokes each row of the table of failures on real servers, with both drivers. */
@NullMarked
package io.matapalo.router.failures;

import org.jspecify.annotations.NullMarked;
