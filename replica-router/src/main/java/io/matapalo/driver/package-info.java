/**
 * API. The roof over router and recorder, whose names users write down: the JDBC driver of {@code
 * jdbc:matapalo:} URLs, and in the packages below it the servlet filters.
 */
@NullMarked
package io.matapalo.driver;

import org.jspecify.annotations.NullMarked;
