/** API. Decides what a failure means and whether and when work may run again; pure. */
@NullMarked
package io.matapalo.router.retry;

import org.jspecify.annotations.NullMarked;
