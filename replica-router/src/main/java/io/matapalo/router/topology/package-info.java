/**
 * API. Nodes and what is known of them, and the JDBC URLs that name them. Pure: nothing here talks
 * to a server.
 */
@NullMarked
package io.matapalo.router.topology;

import org.jspecify.annotations.NullMarked;
