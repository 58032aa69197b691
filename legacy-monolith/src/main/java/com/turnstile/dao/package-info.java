/** One session bean a table, with the queries that the services ask for. */
package com.turnstile.dao;
