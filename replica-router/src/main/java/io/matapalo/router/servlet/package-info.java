/** Labels requests in a servlet container for the recorder. */
@NullMarked
package io.matapalo.router.servlet;

import org.jspecify.annotations.NullMarked;
