/** Interior. The link to a cluster: settings, health checks, and physical connections. */
@NullMarked
package io.matapalo.router.link;

import org.jspecify.annotations.NullMarked;
