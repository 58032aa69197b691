/** Interior. Which nodes take part, found out by asking them, and where transactions may begin. */
@NullMarked
package io.matapalo.router.cluster;

import org.jspecify.annotations.NullMarked;
