--liquibase formatted sql

-- Events, Payments and Inventory.
