/** API. The service Customers: what is known of a customer, and how to reach one. */
@NullMarked
package io.matapalo.fastpath.customers;

import org.jspecify.annotations.NullMarked;
