/** API. One MariaDB server on loopback, and the data folder of a Galera node. */
@NullMarked
package io.matapalo.testkit.mariadb;

import org.jspecify.annotations.NullMarked;
