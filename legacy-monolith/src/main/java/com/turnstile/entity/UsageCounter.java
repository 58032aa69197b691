package com.turnstile.entity;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How often a part of the system was used. Confined to one persistence context. */
@Entity
@Table(name = "usage_counter")
public class UsageCounter {

  @Id private String name;

  private long used;

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public long getUsed() {
    return used;
  }

  public void setUsed(long used) {
    this.used = used;
  }
}
