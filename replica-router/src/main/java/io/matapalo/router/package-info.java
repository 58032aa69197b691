/** API. The router's front door, its configuration and its exception. */
@NullMarked
package io.matapalo.router;

import org.jspecify.annotations.NullMarked;
