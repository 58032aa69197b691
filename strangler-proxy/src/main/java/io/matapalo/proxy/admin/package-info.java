/** The answers under the reserved path prefix. */
@NullMarked
package io.matapalo.proxy.admin;

import org.jspecify.annotations.NullMarked;
