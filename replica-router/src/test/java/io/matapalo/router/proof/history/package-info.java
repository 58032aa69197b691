/**
 * Histories of transactions on lists, and a checker that finds in them what an isolation level must
 * not show. After Kingsbury and Alvaro, "Elle: Inferring Isolation Anomalies from Experimental
 * Observations" (VLDB 2020); the terms are Adya's.
 */
@NullMarked
package io.matapalo.router.proof.history;

import org.jspecify.annotations.NullMarked;
