/** Interior. Positions in a cluster's history and the marks that sessions carry; pure. */
@NullMarked
package io.matapalo.router.consistency;

import org.jspecify.annotations.NullMarked;
