/** API. The JDBC driver of {@code jdbc:matapalo:}, and below it the servlet filters. */
@NullMarked
package io.matapalo.driver;

import org.jspecify.annotations.NullMarked;
