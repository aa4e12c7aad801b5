"""The pages of VIP schemes: their editions, the counters and partner merchants."""
