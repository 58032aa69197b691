package com.turnstile.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * Tickets held for a basket; the shop that had baskets is gone. Confined to one persistence
 * context.
 */
@Entity
@Table(name = "basket_hold")
public class BasketHold {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private Long id;

  private String basket;

  @Column(name = "ticket_type_id")
  private Long ticketTypeId;

  private int quantity;

  @Column(name = "held_at")
  private Instant heldAt;

  public Long getId() {
    return id;
  }

  public String getBasket() {
    return basket;
  }

  public Long getTicketTypeId() {
    return ticketTypeId;
  }

  public int getQuantity() {
    return quantity;
  }

  public Instant getHeldAt() {
    return heldAt;
  }
}
