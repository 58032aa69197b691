package com.turnstile.dao;

import com.turnstile.entity.AddressFormat;
import jakarta.ejb.Stateless;
import java.util.Optional;

/** Formats of addresses. Thread-safe, as a stateless bean. */
@Stateless
public class AddressFormatDao extends GenericDao<AddressFormat> {

  public AddressFormatDao() {
    super(AddressFormat.class);
  }

  public Optional<AddressFormat> findByCountry(String countryCode) {
    return first(
        query("select f from AddressFormat f where f.countryCode = :country")
            .setParameter("country", countryCode));
  }
}
