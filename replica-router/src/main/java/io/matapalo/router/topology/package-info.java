/** API. Nodes, their status, and the JDBC URLs that name them. Nothing here talks to a server. */
@NullMarked
package io.matapalo.router.topology;

import org.jspecify.annotations.NullMarked;
