/** API. Describes nodes and judges their JDBC URLs; pure. */
@NullMarked
package io.matapalo.router.topology;

import org.jspecify.annotations.NullMarked;
