package com.turnstile.dao;

import com.turnstile.entity.OrderLine;
import jakarta.ejb.Stateless;

/** Lines of orders. Thread-safe, as a stateless bean. */
@Stateless
public class OrderLineDao extends GenericDao<OrderLine> {

  public OrderLineDao() {
    super(OrderLine.class);
  }
}
