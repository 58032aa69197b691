package com.turnstile.service;

import com.turnstile.entity.CustomerPreference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that the shop of 2014 showed of a customer. The checkout makes one for each purchase and
 * looks at its country only. Not thread-safe.
 */
public class CustomerDossier {

  private final String countryCode;
  private final String addressTemplate;
  private final String latestOrder;
  private final Map<String, String> preferences = new TreeMap<>();

  public CustomerDossier(
      String countryCode,
      String addressTemplate,
      String latestOrder,
      List<CustomerPreference> preferences) {
    this.countryCode = countryCode;
    this.addressTemplate = addressTemplate;
    this.latestOrder = latestOrder;
    for (CustomerPreference preference : preferences) {
      this.preferences.put(preference.getName(), preference.getValue());
    }
  }

  public String getCountryCode() {
    return countryCode;
  }

  public List<String> getAddressLines() {
    return new ArrayList<>(List.of(addressTemplate.split("\n", -1)));
  }

  public String getLatestOrder() {
    return latestOrder;
  }

  public Map<String, String> getPreferences() {
    return preferences;
  }
}
