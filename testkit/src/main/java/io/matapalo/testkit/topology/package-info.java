/**
 * API. Several real MariaDB servers that belong together: a primary with replicas, a Galera
 * cluster; and what can happen to them.
 */
@NullMarked
package io.matapalo.testkit.topology;

import org.jspecify.annotations.NullMarked;
