package com.turnstile.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** How many tickets of a type are left. Confined to one persistence context. */
@Entity
@Table(name = "stock")
public class Stock {

  @Id
  @Column(name = "ticket_type_id")
  private Long ticketTypeId;

  private int available;

  @Version private int version;

  public Long getTicketTypeId() {
    return ticketTypeId;
  }

  public void setTicketTypeId(Long ticketTypeId) {
    this.ticketTypeId = ticketTypeId;
  }

  public int getAvailable() {
    return available;
  }

  public void setAvailable(int available) {
    this.available = available;
  }

  public int getVersion() {
    return version;
  }
}
